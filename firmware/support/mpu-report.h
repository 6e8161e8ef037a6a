/* The MPU's registers as text. */
#ifndef RINGFENCE_MPU_REPORT_H
#define RINGFENCE_MPU_REPORT_H

#ifdef __cplusplus
extern "C" {
#endif

/** Prints `MPU_TYPE=`, `MPU_CTRL=`, `MPU_RNR=` and, for each region, `MPU_RBAR<n>=` and `MPU_RASR<n>=`. */
void mpu_report(void);

#ifdef __cplusplus
}
#endif

#endif
